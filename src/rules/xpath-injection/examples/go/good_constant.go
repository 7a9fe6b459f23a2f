package documents

import "github.com/antchfx/xmlquery"

func users(document *xmlquery.Node) []*xmlquery.Node {
	return xmlquery.Find(document, "//user[@active='true']")
}
