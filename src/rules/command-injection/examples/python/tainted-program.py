import subprocess

from django.http import HttpResponse


def tool(request):
    program = request.GET["tool"]
    arguments = [program]
    arguments.append("--version")
    subprocess.run(arguments)  # assay: command-injection
    return HttpResponse("done")
