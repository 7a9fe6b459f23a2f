from flask import Flask, request
from ldap3 import Connection, Server
from ldap3.utils.conv import escape_filter_chars

app = Flask(__name__)


@app.route("/user")
def user():
    connection = Connection(Server("localhost"), auto_bind=True)
    connection.search("dc=example,dc=org", f"(uid={escape_filter_chars(request.args['name'])})")
    return {"ok": True}
