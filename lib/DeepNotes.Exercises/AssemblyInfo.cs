using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DeepNotes.Tests")]
