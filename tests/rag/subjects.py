"""Small glossaries of our own on sailing and baking, one text a shape, for the tests of asking."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from glossator.index.build import Records, build_memory
from glossator.index.opened import Index
from glossator.index.records import Reading
from tests.index.fakes import FakeEncoder

__all__ = ["BAKING", "SAILING", "indexed", "write"]

_LEARNING = """\
# Sailing for Beginners

Words that a crew meets on its first day out. Words in bold have an entry of their own.

**1. Jib (Foresail)**

A jib is a triangular **sail** set ahead of the mast. Dutch builders introduced it around 1660. \
On most dinghies it is half the size of the **mainsail**.

**2. Mainsail**

The mainsail is the sail behind the mast, and the boat's main engine. Its lower edge is held \
out by the **boom**.

**3. Tacking**

Tacking is turning the bow of a boat through the wind. The crew lets the **jib** go on one \
side and hauls it in on the other. Unlike **gybing**, it stops a boat that is slow.

**4. Gybing (Jibing)**

Gybing is turning the stern of a boat through the wind. The **boom** sweeps across the deck, \
so heads must be kept down.

**5. Points of Sail**

A point of sail is the course of a boat relative to the wind.

**Close-hauled**: As near to the wind as the boat will go. The sails are hauled in hard.

**Beam reach**: Across the wind, which is the fastest course of most boats.

**Running**: Straight before the wind. The sails are let out all the way.

**6. Hull Speed**

Hull speed is the speed at which a hull is caught between its own bow wave and stern wave. It \
is calculated from the length of the waterline:

v = 1.34 * sqrt(L)

where v is in knots and L in feet. A hull of 25 feet reaches 6.7 knots.

**7. Bowline**

A bowline is a knot that makes a fixed loop at the end of a rope. However, it can't be untied \
under load.

**8. Clove Hitch**

A clove hitch is a knot for tying a rope to a post quickly. It slips when it is not loaded.

**9. Reef Knot**

A reef knot is a knot that joins two ends of one rope, for example around a furled sail.

**10. Centreboard**

A centreboard is a plate that is lowered through the bottom of a dinghy to keep it from \
drifting sideways. It is lifted in shallow water, because it would be torn off there.

**11. Automatic Identification System (AIS)**

The automatic identification system tells ships the names and courses of others by radio.

**12. Running Backstay**

A running backstay is a wire from the masthead to the stern that is let go at every tack.
"""

_RIGGING = """\
# Rigging Dictionary

Term\tDefinition
Jib\tThe foremost sail of a sloop, hanked to the forestay.
Mainsail\tThe largest sail of a sloop, set on the after side of the mast.
Boom\tA spar along the foot of the mainsail.
Tack\tThe lower forward corner of a sail.
Tack\tThe course of a vessel with the wind on one given side.
Clew\tThe lower after corner of a sail, to which the sheet is tied.
Sheet\tA rope that trims a sail.
Halyard\tA rope that hoists a sail.
Storm jib\tA small jib of heavy cloth for gales.
"""

_CARDS = """\
# Deck Cards

A handful of cards for the exam, with a picture for each at the end.

**Starboard**

Starboard is the right-hand side of a boat for someone who looks forward.

**Port**

Port is the left-hand side of a boat for someone who looks forward.

**Keel**

A keel is the fin of lead or iron under a yacht that keeps it upright.

**Draught**

Draught is the depth of water that a boat needs to float.

**MEMORY AIDS:**

**Starboard**: A star on the right epaulette of the captain.**Port**: A bottle of port that is \
left on the table.**Keel**: A shark that swims on its back.
"""

#: File names and texts: a Markdown, a table and a page with memory aids.
SAILING: Mapping[str, str] = {
    "learning.md": _LEARNING,
    "rigging.tsv": _RIGGING,
    "cards.md": _CARDS,
}

#: One numbered list, in which a name stands for two things.
BAKING: Mapping[str, str] = {
    "baking.txt": """\
Bread at Home

1. Proof

  • The last rest of a loaf before it is baked. It takes one to two hours at 26 degrees.

2. Proof

  • To wake dried yeast in warm water before it is mixed with flour.

3. Autolyse

  • A rest of flour and water before the salt goes in. Raymond Calvel invented it in 1974.

4. Crumb

  • The inside of a loaf, as opposed to its crust.

5. Crust

  • The hard outside of a loaf, browned by the heat of the oven.

6. Sourdough starter (Levain)

  • A culture of wild yeast and bacteria that makes dough rise.

7. Baker's percentage (BP)

  • The weight of an ingredient divided by the weight of the flour, so that flour is 100 %.

8. Poolish

  • A wet ferment of equal weights of flour and water.
"""
}


def write(folder: Path, texts: Mapping[str, str]) -> Sequence[Path]:
    """Write texts to files of a folder, and return their paths in order."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        paths.append(folder / name)
    return paths


def indexed(*records: Records) -> Index:
    """Index records in memory with an encoder that computes vectors from the words themselves."""
    readings = [
        Reading(one.documents[0], one.entries, (), (), "numbered", "test") for one in records
    ]
    return build_memory(readings, FakeEncoder())
