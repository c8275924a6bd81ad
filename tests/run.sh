#!/usr/bin/env bash
# Passes all tests: cargo's, then the report of corpus/ in a real browser.
#
#   bash tests/run.sh
#
# What the browser test lacks (Chromium, a Chinese font, Node) is installed with apt-get where that is allowed, the
# browser's driver with npm. DUIZHI_NO_BROWSER=1 leaves the browser test out; CHROMIUM names a browser of your own;
# DUIZHI_SHOTS names a folder for screenshots.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && have "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

chinese_font() { have fc-list && [ -n "$(fc-list :lang=zh family)" ]; }
modern_node() { have node && have npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; }

install_missing() {
  local packages=()
  browser >/dev/null || packages+=(chromium)
  chinese_font || packages+=(fontconfig fonts-noto-cjk)
  modern_node || packages+=(nodejs npm)
  [ ${#packages[@]} -gt 0 ] || return 0
  have apt-get || { echo "missing ${packages[*]}, and there is no apt-get"; return 0; }
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    { have sudo && sudo -n true 2>/dev/null; } || { echo "missing ${packages[*]}, and apt-get needs root"; return 0; }
    root=(sudo -n)
  fi
  say "apt-get install ${packages[*]}"
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  "${apt[@]}" update -qq && "${apt[@]}" install -y -qq --no-install-recommends "${packages[@]}" || echo "apt-get failed"
}

browser_test() {
  install_missing
  local chromium
  if ! chromium=$(browser) || ! modern_node; then
    echo "no browser test: it needs Chromium and Node 18 or newer; DUIZHI_NO_BROWSER=1 leaves it out" >&2
    return 1
  fi
  say "npm ci (the browser's driver)"
  npm ci --prefix tests/browser --no-audit --no-fund

  say "the report of corpus/ in $chromium"
  local room
  room=$(mktemp -d)
  # shellcheck disable=SC2064  # the folder's name is known now and not later
  trap "rm -rf '$room'" EXIT
  cargo run --quiet -- build corpus --index "$room/index" >/dev/null
  cargo run --quiet -- report --index "$room/index" --format html -o "$room/report.html"
  local shots=()
  [ -z "${DUIZHI_SHOTS:-}" ] || shots=(--shots "$DUIZHI_SHOTS")
  CHROMIUM="$chromium" node tests/browser/report.mjs "$room/report.html" "${shots[@]}"
}

say "cargo test"
cargo test

if [ "${DUIZHI_NO_BROWSER:-}" = 1 ]; then
  say "the browser test is left out (DUIZHI_NO_BROWSER=1)"
else
  browser_test
fi
say "all tests pass"
