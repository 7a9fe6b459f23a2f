package directory

import (
	"github.com/gin-gonic/gin"
	"gopkg.in/ldap.v2"
)

func members(c *gin.Context, connection *ldap.Conn) {
	base := "ou=" + c.Param("unit") + ",dc=example,dc=com"
	connection.Search(ldap.NewSearchRequest(base, 2, 0, 0, 0, false, "(cn=*)", nil, nil)) // assay: ldap-injection
}
