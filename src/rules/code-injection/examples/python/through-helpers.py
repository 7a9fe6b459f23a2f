from django.http import JsonResponse


def calculate(formula, values):
    return eval(formula, {}, values)  # assay: code-injection


def view(request):
    formula = "total * " + request.POST.get("factor", "1")
    return JsonResponse({"result": str(calculate(formula, {"total": 3}))})
