"""How a peer is measured: rounds of whole training steps, asked for on stdin or five by themselves.

Options of every peer's script: [mlp,cnn,lstm,gpt,gan] [--threads N] [--precision bfloat16] [--device gpu] [--json] [--serve]

With --serve (one network) the process stays: it says {"ready": ...}, and for each line on stdin, a number of seconds,
runs steps for about that long and answers with one line of JSON. So a bench can alternate peers without starting them
anew. Without it each network is measured five times and the median printed.
"""
import argparse, json, os, statistics, sys, time

NETWORKS = ["mlp", "cnn", "lstm", "gpt", "gan"]


def options(*flags):
    parser = argparse.ArgumentParser()
    parser.add_argument("networks", nargs="?", default=",".join(NETWORKS), type=lambda text: text.split(","))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--device", choices=["cpu", "gpu"], default="cpu")
    for flag in ("--json", "--serve", *flags):
        parser.add_argument(flag, action="store_true")
    return parser.parse_args()


def on_cores(threads):
    """Keeps the process, and whatever libraries start in it, on so many cores: not every library can be told."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def until(seconds, step):
    """Runs `step` until the time is over; returns how often."""
    end, steps = time.perf_counter() + seconds, 0
    while steps == 0 or time.perf_counter() < end:
        step()
        steps += 1
    return steps


def measure(args, peer, version, network, batch, advance):
    """`advance(seconds)` trains for about that long and returns the number of steps."""

    def timed(seconds):
        wall, processor = time.perf_counter(), time.process_time()
        steps = advance(seconds)
        return {
            "steps": steps,
            "samples": steps * batch,
            "seconds": time.perf_counter() - wall,
            "cpu": time.process_time() - processor,
        }

    timed(0.2)  # compiles, and fills caches
    if args.serve:
        print(json.dumps({"ready": peer, "version": version}), flush=True)
        for line in sys.stdin:
            print(json.dumps(timed(float(line))), flush=True)
        return
    rounds = [timed(1.5) for _ in range(5)]
    speed = statistics.median(each["samples"] / each["seconds"] for each in rounds)
    facts = {"peer": peer, "version": version, "network": network, "precision": args.precision, "threads": args.threads}
    if args.json:
        print(json.dumps({**facts, "samplesPerSecond": round(speed), "msPerStep": 1e3 * batch / speed}), flush=True)
    else:
        print(f"{peer} {network} {args.precision}: {speed:,.0f} samples/s, {1e3 * batch / speed:.2f} ms/step", flush=True)
