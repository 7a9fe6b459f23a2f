package header

import "strconv"

func port(text string) []byte {
	number, _ := strconv.ParseUint(text, 10, 16)
	return []byte{byte(number >> 8), byte(number)}
}
