package directory

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-ldap/ldap/v3"
)

func find(connection *ldap.Conn, r *http.Request) {
	number, err := strconv.Atoi(r.FormValue("number"))
	if err != nil {
		return
	}
	filter := fmt.Sprintf("(employeeNumber=%d)", number)
	connection.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, filter, nil, nil))
}
