package documents

import (
	"net/http"

	"github.com/antchfx/xmlquery"
)

func user(document *xmlquery.Node, r *http.Request) *xmlquery.Node {
	name := r.FormValue("name")
	for _, node := range xmlquery.Find(document, "//user") {
		if node.SelectAttr("name") == name {
			return node
		}
	}
	return nil
}
