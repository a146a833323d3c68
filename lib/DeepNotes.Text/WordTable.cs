using System.Text;

namespace DeepNotes.Text;

/// <summary>A hash table from words as UTF-8 bytes to counts, and later to ids: finding a word allocates nothing.</summary>
internal sealed class WordTable
{
    private byte[] _bytes = new byte[1 << 16];
    private Entry[] _entries = new Entry[1 << 10];
    private int[] _slots = new int[1 << 12];   // entry + 1, or 0
    private int _count, _used;

    /// <summary>Counts a word.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ReadOnlySpan<byte> word)
    {
        uint hash = Hash(word);
        int slot = Slot(word, hash);
        if (_slots[slot] > 0)
        {
            _entries[_slots[slot] - 1].Count++;
            return false;
        }
        if (_count == _entries.Length)
            Array.Resize(ref _entries, 2 * _count);
        while (_used + word.Length > _bytes.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        word.CopyTo(_bytes.AsSpan(_used));
        _entries[_count] = new Entry { Start = _used, Length = word.Length, Hash = hash, Count = 1, Id = -1 };
        _used += word.Length;
        _slots[slot] = ++_count;
        if (2 * _count > _slots.Length)
            Grow();
        return true;
    }

    /// <summary>The id of a word, −1 when it has none.</summary>
    public int Find(ReadOnlySpan<byte> word)
    {
        int entry = _slots[Slot(word, Hash(word))] - 1;
        return entry < 0 ? -1 : _entries[entry].Id;
    }

    /// <summary>All words with their counts.</summary>
    public IEnumerable<(string Word, long Count)> Words()
    {
        for (int i = 0; i < _count; i++)
            yield return (Encoding.UTF8.GetString(_bytes, _entries[i].Start, _entries[i].Length), _entries[i].Count);
    }

    /// <summary>Gives the words of a vocabulary their ids.</summary>
    public void Number(Vocabulary vocabulary)
    {
        for (int id = 0; id < vocabulary.Count; id++)
        {
            byte[] word = Encoding.UTF8.GetBytes(vocabulary[id]);
            _entries[_slots[Slot(word, Hash(word))] - 1].Id = id;
        }
    }

    private int Slot(ReadOnlySpan<byte> word, uint hash)
    {
        int mask = _slots.Length - 1, slot = (int)hash & mask;
        while (_slots[slot] is > 0 and int entry)
        {
            ref var e = ref _entries[entry - 1];
            if (e.Hash == hash && word.SequenceEqual(_bytes.AsSpan(e.Start, e.Length)))
                break;
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        int mask = _slots.Length - 1;
        for (int i = 0; i < _count; i++)
        {
            int slot = (int)_entries[i].Hash & mask;
            while (_slots[slot] > 0)
                slot = (slot + 1) & mask;
            _slots[slot] = i + 1;
        }
    }

    private static uint Hash(ReadOnlySpan<byte> word)
    {
        uint hash = 2166136261;   // FNV-1a (Fowler, Noll and Vo), its high bits folded in for the mask
        foreach (byte b in word)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }

    private struct Entry
    {
        public int Start, Length, Id;
        public uint Hash;
        public long Count;
    }
}
