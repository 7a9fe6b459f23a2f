package tokens

import (
	"math/rand/v2"
	"strconv"
)

type session struct{ id string }

func open() *session {
	return &session{id: strconv.Itoa(rand.IntN(1_000_000))} // assay: weak-random
}
