package diagnosis

import _ "net/http/pprof" // assay: profiling-endpoint

// Ready says that the handlers are there.
const Ready = true
