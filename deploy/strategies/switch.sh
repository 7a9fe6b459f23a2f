#!/bin/sh
# Blue-green with nginx and no Kubernetes: all traffic goes to the other set of gateways in one step, after it passed the smoke test.
# Usage: switch.sh blue|green   The folder in ASSAY_NGINX (default /etc/nginx) holds assay-upstreams.conf and, beside it, one list of
# gateways a colour: assay-blue.conf and assay-green.conf. ASSAY_SMOKE_URL is a gateway of that colour. Going back: the other colour.
set -eu
colour=${1:-}
case $colour in blue | green) ;; *) echo 'usage: switch.sh blue|green' >&2; exit 2 ;; esac
folder=${ASSAY_NGINX:-/etc/nginx}
nginx=${NGINX:-nginx}
here=$(cd "$(dirname "$0")" && pwd)
wanted=$folder/assay-$colour.conf
[ -s "$wanted" ] || { echo "switch: there is no $wanted" >&2; exit 1; }
"$here/smoke-test.sh" "${ASSAY_SMOKE_URL:?a gateway of that colour, as http://10.0.0.7:8080}"

# A link is replaced by renaming: there is no moment without one.
before=$(readlink "$folder/assay-upstreams.conf" || true)
ln -s "assay-$colour.conf" "$folder/assay-upstreams.conf.new"
mv -f "$folder/assay-upstreams.conf.new" "$folder/assay-upstreams.conf"
if ! "$nginx" -t -q -p "$folder" -c "$folder/nginx.conf"; then
  if [ -n "$before" ]; then ln -sfn "$before" "$folder/assay-upstreams.conf"; fi
  echo 'switch: nginx refuses the configuration; nothing was changed' >&2
  exit 1
fi
"$nginx" -s reload -p "$folder" -c "$folder/nginx.conf"
echo "switch: all traffic goes to $colour"
