from django.http import HttpResponse


def login(request):
    response = HttpResponse("welcome")
    response.set_cookie("session", "x", httponly=True, samesite="Lax")  # assay: insecure-cookie
    return response
