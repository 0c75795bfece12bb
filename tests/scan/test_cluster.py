"""The same on a cluster: one of two workers, on loopback, that these tests start and end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scan.conftest import Scanned
from tests.scan.made import content, ran

RAY = Path(sys.executable).parent / "ray"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of our own, which ends with its process group."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = tempfile.mkdtemp(prefix="ray", dir="/tmp")  # its sockets bear no long path
    command = [
        *(
            str(RAY),
            "start",
            "--head",
            "--block",
            f"--port={port}",
            "--node-ip-address=127.0.0.1",
            "--num-cpus=2",
        ),
        *("--include-dashboard=false", "--disable-usage-stats", f"--temp-dir={place}"),
        "--object-store-memory=100000000",
    ]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", start_new_session=True
    )
    try:
        assert running.stdout
        assert any(b"Ray runtime started" in line for line in running.stdout)
        yield f"127.0.0.1:{port}"
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        shutil.rmtree(place, ignore_errors=True)


def test_a_cluster_gives_the_same_tables(whole: Scanned, cluster: str, tmp_path: Path) -> None:
    done = ran("scan", *whole.sources, "--out", tmp_path / "out", "--ray", cluster)
    assert (done.status, done.output) == (whole.ran.status, "")
    assert content(tmp_path / "out") == content(whole.out)
    assert done.said == [line.replace(str(whole.out), str(tmp_path / "out")) for line in whole.ran.said]
    # Without the cluster what is done stays done.
    again = ran("scan", *whole.sources, "--out", tmp_path / "out")
    assert again == done
