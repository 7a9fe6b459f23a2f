SENSORS = [
    dict(key="discharge", api_key="pDischarge1"),  # assay: possible-secret
    dict(key="charge", api_key="iChargePV1"),  # assay: possible-secret
]
DUMMY_SECRET = "FPPTH34D4E3MI2HG"
UNCHECKED_PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword"  # assay: possible-secret
SETTINGS = ["APP_CLIENT_SECRET", "_APP_ENABLE_HTTP2"]
UPDATE_PUBLIC_KEY = "RWTx5Zr1tiHQLwG9keckT0c45M3AGeHD6IvimQHpyRywVWGbP1aVSGav"
API_KEY = "2dc3914abf35f0d9c92d97d8f8e42b43"  # assay: hard-coded-secret
