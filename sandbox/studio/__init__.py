"""The photo studio of the demo shop: its goods as solids, one camera, one light, one sheet of white paper."""
