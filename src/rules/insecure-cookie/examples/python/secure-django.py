from django.http import HttpResponse


def login(request):
    response = HttpResponse("welcome")
    response.set_cookie("session", "x", None, None, "/", None, True, httponly=True, samesite="Lax")
    return response
