package directory

import (
	"net/http"

	"github.com/go-ldap/ldap/v3"
)

type finder struct{ connection *ldap.Conn }

func (f *finder) byName(name string) {
	f.connection.Search(&ldap.SearchRequest{BaseDN: "dc=example", Filter: "(cn=" + name + ")"}) // assay: ldap-injection
}

func (f *finder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.byName(r.URL.Query().Get("name"))
}
