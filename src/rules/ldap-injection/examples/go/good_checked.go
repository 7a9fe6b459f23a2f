package directory

import (
	"net/http"
	"regexp"

	"github.com/go-ldap/ldap/v3"
)

var user = regexp.MustCompile(`^\w+$`)

func find(connection *ldap.Conn, r *http.Request) {
	name := r.FormValue("user")
	if user.MatchString(name) {
		connection.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, "(uid="+name+")", nil, nil))
	}
}
