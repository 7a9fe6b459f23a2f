package scripts

import (
	"net/http"

	"github.com/Knetic/govaluate"
	lua "github.com/yuin/gopher-lua"
)

func check(w http.ResponseWriter, r *http.Request) {
	rule := r.Header.Get("X-Rule")
	if _, err := govaluate.NewEvaluableExpression(rule); err != nil { // assay: code-injection
		return
	}
	state := lua.NewState()
	defer state.Close()
	state.DoString(rule) // assay: code-injection
}
