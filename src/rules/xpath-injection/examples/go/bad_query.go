package documents

import (
	"fmt"
	"net/http"

	"github.com/antchfx/xmlquery"
)

func user(document *xmlquery.Node, r *http.Request) *xmlquery.Node {
	expression := fmt.Sprintf("//user[name='%s']", r.FormValue("name"))
	return xmlquery.FindOne(document, expression) // assay: xpath-injection
}
