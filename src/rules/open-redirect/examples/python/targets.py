from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from flask import Flask, redirect as send_to, request as current

app = Flask(__name__)


@app.route("/login")
def login():
    return send_to(current.args.get("next", "/"))  # assay: open-redirect


def leave(request):
    return HttpResponseRedirect(request.GET["url"])  # assay: open-redirect


def back(request):
    target = request.POST.get("next") or "/"
    return redirect(target)  # assay: open-redirect
