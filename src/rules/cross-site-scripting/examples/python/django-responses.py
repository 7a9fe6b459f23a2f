from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.shortcuts import render


def greet(request):
    return HttpResponse("Hello " + request.GET.get("name", ""))  # assay: cross-site-scripting


def profile(request):
    rows = []
    for key in ("name", "city"):
        rows.append("<td>" + request.POST[key] + "</td>")
    table = mark_safe("<tr>" + "".join(rows) + "</tr>")  # assay: cross-site-scripting
    return render(request, "profile.html", {"table": table})
