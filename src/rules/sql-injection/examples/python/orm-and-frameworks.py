from django.db import connection
from django.http import JsonResponse
from sqlalchemy import create_engine, text

from .models import Book

engine = create_engine("sqlite://")


def by_author(request):
    author = request.GET.get("author")
    books = Book.objects.raw("SELECT * FROM book WHERE author = '{}'".format(author))  # assay: sql-injection
    return JsonResponse({"titles": [book.title for book in books]})


def by_year(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM book WHERE year = " + request.POST["year"])  # assay: sql-injection
        return JsonResponse({"rows": cursor.rowcount})


def by_shelf(request):
    statement = text("SELECT title FROM book WHERE shelf = '%s'" % request.GET["shelf"])  # assay: sql-injection
    with engine.connect() as db:
        return JsonResponse({"rows": len(db.execute(statement).all())})
