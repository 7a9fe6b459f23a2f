package cache

func get(known map[string]int, key string) int {
	value := known[key]
	if known != nil {
		known[key] = value + 1
	}
	return value
}
