package documents

import (
	"net/http"
	"strconv"

	"github.com/antchfx/xmlquery"
)

func user(document *xmlquery.Node, r *http.Request) *xmlquery.Node {
	id, err := strconv.Atoi(r.FormValue("id"))
	if err != nil {
		return nil
	}
	return xmlquery.FindOne(document, "//user[@id="+strconv.Itoa(id)+"]")
}
