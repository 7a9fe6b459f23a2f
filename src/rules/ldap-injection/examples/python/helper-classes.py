import ldap
from django.http import JsonResponse


class Directory:
    def __init__(self):
        self.connection = ldap.initialize("ldap://localhost")

    def find(self, uid):
        query = "(&(objectClass=user)(uid=%s))" % uid
        return self.connection.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, query)  # assay: ldap-injection


def find(request):
    Directory().find(request.GET["uid"])
    return JsonResponse({"ok": True})
