import xml.etree.ElementTree as ET

from django.http import JsonResponse


def find(request):
    root = ET.parse("books.xml").getroot()
    path = "./book[@id='%s']" % request.GET["id"]
    book = root.find(path)  # assay: xpath-injection
    return JsonResponse({"found": book is not None})
