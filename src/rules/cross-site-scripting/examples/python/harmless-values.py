from django.http import HttpResponse, JsonResponse
from django.utils.html import format_html


def count(request):
    return HttpResponse("Page %d" % int(request.GET["page"]))


def name(request):
    return HttpResponse(format_html("<b>{}</b>", request.GET["name"]))


def text(request):
    return HttpResponse(request.GET["name"], content_type="text/plain")


def data(request):
    return JsonResponse({"name": request.GET["name"]})
