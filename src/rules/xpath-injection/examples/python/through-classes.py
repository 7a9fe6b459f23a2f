from flask import Flask, request
from lxml import etree

app = Flask(__name__)


class Catalogue:
    def __init__(self, path):
        self.tree = etree.parse(path)

    def by_title(self, title):
        return self.tree.xpath("//book[title='{}']".format(title))  # assay: xpath-injection


@app.route("/books")
def books():
    return {"count": len(Catalogue("books.xml").by_title(request.args["title"]))}
