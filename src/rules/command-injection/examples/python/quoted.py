import os
import shlex

from flask import Flask, request

app = Flask(__name__)


@app.route("/archive")
def archive():
    name = shlex.quote(request.args["name"])
    os.system("tar czf backup.tgz " + name)
    level = int(request.args.get("level", 6))
    os.system("gzip -%d backup.tar" % level)
    return {"ok": True}
