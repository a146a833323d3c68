namespace DeepNotes;

/// <summary>Lets a host end a calculation from inside: it is asked for every tensor that is made.</summary>
public static class Interruption
{
    /// <summary>Returns, or throws when the user wants no more; null without a host.</summary>
    public static Action? Look { get; set; }
}
