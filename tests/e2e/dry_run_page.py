#!/usr/bin/env python3
"""The page of a dry run, in Chromium by playwright-core: zones stand where `mailroom read` says that they were cut out, the keyboard
reaches them and the panel tells of them, nothing is loaded from anywhere, no error on the console, and axe-core finds nothing, light
and dark. Exit code 77 without npm, node or Chromium. playwright-core and axe-core come from npm into the user's cache.

usage: dry_run_page.py --bin BUILD/bin --site SITE [--keep FOLDER]
"""
import argparse, fcntl, json, os, pathlib, shutil, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["playwright-core@1.65.1", "axe-core@4.14.1"]
LEFT_OUT = 77
SLACK = 2.5  # pixels of the page's picture: borders, rounding


def leave_out(why):
    print(f"left out: {why}", file=sys.stderr)
    sys.exit(LEFT_OUT)


def node_modules():
    if not shutil.which("npm") or not shutil.which("node") or not pathlib.Path("/usr/bin/chromium").exists():
        leave_out("npm, node or chromium is not installed")
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    folder = cache / "mailroom-peers" / "-".join(one.replace("@", "-") for one in PACKAGES)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES], stdout=sys.stderr)
            if done.returncode != 0:
                leave_out("npm cannot install playwright-core and axe-core")
            (folder / "complete").touch()
    return folder / "node_modules"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--bin", type=pathlib.Path, required=True)
    options.add_argument("--site", type=pathlib.Path, required=True)
    options.add_argument("--keep", type=pathlib.Path)
    options = options.parse_args()
    options.bin, options.site = options.bin.resolve(), options.site.resolve()
    modules = node_modules()
    wrong = []

    def must(holds, what):
        if not holds:
            wrong.append(what)

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        site = folder / "site"
        shutil.copytree(options.site, site)
        scan = site / "samples" / "08-ctr1-scan-g4.tif"
        mailroom = options.bin / "mailroom"
        page, earlier = folder / "page.html", folder / "earlier.json"
        earlier.write_text(subprocess.run([mailroom, "dry-run", "--json", "--no-pictures", scan], cwd=site, capture_output=True,
                                          text=True).stdout)
        workflow = site / "workflows" / "council-tax-reduction.yaml"
        workflow.write_text(workflow.read_text().replace('"round half up(weekly_tax / 3, 2)"', '"round half up(weekly_tax / 6, 2)"'))
        ran = subprocess.run([mailroom, "dry-run", "--html", page, "--against", earlier, "--no-pictures", scan], cwd=site,
                             capture_output=True, text=True)
        must(ran.returncode in (0, 1), f"dry-run ended with {ran.returncode}: {ran.stderr}")
        read = json.loads(subprocess.run([mailroom, "read", "--json", "--forms", site / "forms", scan], capture_output=True,
                                         text=True).stdout)
        # node looks for modules beside the script.
        script = folder / "dry_run_page.mjs"
        shutil.copy(HERE / "dry_run_page.mjs", script)
        (folder / "node_modules").symlink_to(modules)
        picture = folder / "page.png"
        seen = subprocess.run(["node", script, page, picture, modules / "axe-core" / "axe.min.js"], capture_output=True, text=True,
                              timeout=240)
        if seen.returncode != 0:
            sys.exit(seen.stderr)
        seen = json.loads(seen.stdout)
        must(seen["errors"] == [], f"errors on the console: {seen['errors']}")
        must(all(one == f"file://{page}" for one in seen["requests"]), f"something was loaded: {seen['requests']}")
        must(seen["axe"] == [], f"axe-core, light: {json.dumps(seen['axe'], indent=1)}")
        must(seen["axe_dark"] == [], f"axe-core, dark: {json.dumps(seen['axe_dark'], indent=1)}")
        pages = {}
        for field in read["fields"]:
            pages.setdefault(field["page"], {})[field["id"]] = field["zone"]
        must(len(seen["zones"]) == len(pages), f"{len(seen['zones'])} pages shown, {len(pages)} read")
        checked = 0
        for shown, (number, fields) in zip(seen["zones"], sorted(pages.items())):
            dots = shown["image"]["height"] / 842  # A4: pixels a point
            for zone in shown["zones"]:
                x0, y0, x1, y1 = (one * dots for one in fields[zone["field"]])
                apart = max(abs(zone["x0"] - x0), abs(zone["y0"] - y0), abs(zone["x1"] - x1), abs(zone["y1"] - y1))
                must(apart <= SLACK, f"page {number}, {zone['field']}: {apart:.1f} pixels from where it was cut out")
                checked += 1
            must(len(shown["zones"]) == len(fields), f"page {number}: {len(shown['zones'])} of {len(fields)} zones")
        must(checked > 20, f"only {checked} zones")
        must(len(seen["told"]) == 2, "the Tab key reaches no zones")
        for told in seen["told"]:
            must(told["focus"] == told["field"] and told["how"] and min(told["crop"]) > 5, f"the panel tells {told}")
        text = page.read_text()
        must("fired" in text and 'class="lit"' in text, "no rule is lit")
        must("assessment.weekly_award: 8.17 → 4.08" in text, "the changed rule makes no difference")
        must("idempotency_key" not in text.split("What was read")[0], "what is another one in each run is told as a change")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            for one in (page, picture, picture.with_name("page-dark.png")):
                shutil.copy(one, options.keep)
    print(f"{checked} zones where they belong; {len(wrong)} wrong")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
