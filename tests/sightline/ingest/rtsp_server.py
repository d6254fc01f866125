"""Serve a made-up picture over RTSP on this machine; run by the system's own Python, which has GStreamer.

Arguments: the port, the width, and the pattern of GStreamer's test picture (``ball`` moves, ``snow`` too, ``black``).
"""

from __future__ import annotations

import sys


def main(port: str, width: str, pattern: str) -> None:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst, GstRtspServer

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f"( videotestsrc is-live=true pattern={pattern} "
        f"! video/x-raw,width={width},height=240,framerate=10/1 "
        "! x264enc tune=zerolatency key-int-max=10 speed-preset=ultrafast "
        "! rtph264pay name=pay0 pt=96 config-interval=1 )"
    )
    factory.set_shared(shared=True)
    server.get_mount_points().add_factory("/live", factory)
    server.attach(None)
    print("ready", flush=True)  # noqa: T201
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
