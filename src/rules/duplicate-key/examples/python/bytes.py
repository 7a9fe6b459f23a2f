PORTS = {
    "http": 80,
    b"http": 80,
    "https": 443,
    "http": 8080,  # assay: duplicate-key
}
