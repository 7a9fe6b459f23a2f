import requests


class MirrorAdapter:
    def send(self, request, **options):
        return requests.get(request.url, **options)


class MirrorView:
    def get(self, request):
        return requests.get(request.GET["url"], timeout=3).text  # assay: server-side-request-forgery
