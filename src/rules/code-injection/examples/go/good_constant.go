package scripts

import (
	"net/http"

	"github.com/dop251/goja"
)

func run(w http.ResponseWriter, r *http.Request) {
	machine := goja.New()
	machine.Set("input", r.FormValue("sum"))
	machine.RunString("input.length")
}
