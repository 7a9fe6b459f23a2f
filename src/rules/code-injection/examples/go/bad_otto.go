package scripts

import (
	"net/http"

	"github.com/robertkrimen/otto"
)

func run(w http.ResponseWriter, r *http.Request) {
	machine := otto.New()
	machine.Run("total = " + r.FormValue("sum")) // assay: code-injection
}
