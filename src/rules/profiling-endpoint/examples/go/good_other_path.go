package diagnosis

import "example.org/net/http/pprof"

var handler = pprof.Handler("heap")
