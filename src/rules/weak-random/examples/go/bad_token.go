package tokens

import (
	"fmt"
	"math/rand"
)

func token() string {
	return fmt.Sprintf("%x", rand.Int63()) // assay: weak-random
}
