"""What a disk forgets when the power goes: undoes, after a kill, what tests/faults/bad_machine.cc noted as not durable
yet. Of each file and each folder the latest changes go, as many as chance says: all, some or none; what was fsynced stays."""
import collections, os, shutil


def records(log):
    """Kind, key, fields, bytes; the key is the inode of the file or folder that an fsync must be of."""
    with open(log, "rb") as file:
        while line := file.readline():
            kind, *fields = line.decode().rstrip("\n").split(" ", {"W": 4, "C": 2, "U": 3, "R": 4, "M": 2}.get(chr(line[0]), 1))
            yield kind, int(fields[0]), fields[1:], file.read(int(fields[2])) if kind == "W" else b""


def undurable(log):
    """What no fsync covered, in order."""
    pending = []
    for number, (kind, key, fields, data) in enumerate(records(log)):
        if kind == "S":
            pending = [one for one in pending if one[1] != "W" or one[2] != key]
        elif kind == "D":
            pending = [one for one in pending if one[1] == "W" or one[2] != key]
        else:
            pending.append((number, kind, key, fields, data))
    return pending


def paths_by_inode(root):
    return {os.lstat(os.path.join(folder, name)).st_ino: os.path.join(folder, name)
            for folder, _, names in os.walk(root) for name in names}


def undo_write(path, fields, data):
    offset, _, size = map(int, fields)
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)
        file.truncate(size)


def undo_name(kind, fields, undo):
    if kind == "R":
        inode, kept, names = int(fields[0]), fields[1], fields[2]
        before, after = names.split("\t")
        if os.path.lexists(after) and os.lstat(after).st_ino == inode:
            os.makedirs(os.path.dirname(before), exist_ok=True)
            os.rename(after, before)
            if kept != "-":
                os.link(undo / kept, after)
    elif kind == "U":
        kept, path = fields
        if kept != "-" and not os.path.lexists(path):
            os.link(undo / kept, path)
    elif kind == "C" and os.path.lexists(fields[0]):
        os.unlink(fields[0])
    elif kind == "M" and os.path.isdir(fields[0]):
        shutil.rmtree(fields[0])


def cut(root, undo, chance, all_but=None):
    """Call it with every process of the disk dead. Returns how many changes were forgotten. `all_but`, a folder: all that may
    be forgotten is, but for the names below it."""
    log = undo / "log"
    if not log.exists():
        return 0
    by_key = collections.defaultdict(list)
    for one in undurable(log):
        by_key[(one[1] == "W", one[2])].append(one)
    gone = []
    for changes in by_key.values():
        first_lost = 0 if all_but or chance.random() < 0.5 else chance.randint(0, len(changes))
        gone += [one for one in changes[first_lost:] if not all_but or str(all_but) not in one[3][-1]]
    where = paths_by_inode(root)
    for number, kind, key, fields, data in sorted(gone, reverse=True):
        if kind == "W":
            if key in where and os.path.exists(where[key]):
                undo_write(where[key], fields, data)
        else:
            undo_name(kind, fields, undo)
            where = paths_by_inode(root)
    for folder, _, names in os.walk(root):  # shared memory of a machine that was off
        for name in names:
            if name.endswith("-shm"):
                os.unlink(os.path.join(folder, name))
    for file in undo.iterdir():
        file.unlink()
    return len(gone)
