import psycopg2
from flask import Flask, request

app = Flask(__name__)


class Search:
    def __init__(self, term):
        self.term = term
        self.parts = ["SELECT id FROM articles"]

    def build(self):
        self.parts.append(f"WHERE title LIKE '%{self.term}%'")
        return " ".join(self.parts)


@app.route("/search", methods=["POST"])
def search():
    options = {"order": "id", "term": request.form["term"]}
    db = psycopg2.connect(dbname="app")
    with db.cursor() as cursor:
        cursor.execute(Search(options["term"]).build())  # assay: sql-injection
        cursor.execute("SELECT id FROM articles ORDER BY " + options["order"])
        return {"rows": cursor.rowcount}
