package scripts

import (
	"net/http"

	"github.com/robertkrimen/otto"
)

var scripts = map[string]string{"sum": "a + b", "difference": "a - b"}

func run(w http.ResponseWriter, r *http.Request) {
	machine := otto.New()
	if script, ok := scripts[r.FormValue("operation")]; ok {
		machine.Run(script)
	}
}
