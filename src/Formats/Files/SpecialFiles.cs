using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TensorBoardFormats.Files;

/// <summary>Tells pipes, sockets and devices from regular files, which .NET does not: opening a pipe waits for a writer, perhaps for ever.</summary>
/// <remarks>Linux only (<c>statx</c>, whose layout is one for all processors); elsewhere nothing counts as special.</remarks>
internal static partial class SpecialFiles
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int StatxSize = 256;
    private const int ModeOffset = 28; // stx_mode, u16
    private const int TypeMask = 0xF000; // S_IFMT
    private const int RegularType = 0x8000; // S_IFREG
    private const int DirectoryType = 0x4000; // S_IFDIR

    /// <summary>True when <paramref name="path"/>, links followed, is neither a regular file nor a directory.</summary>
    public static bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Span<byte> answer = stackalloc byte[StatxSize];
        if (Statx(CurrentDirectory, path, 0, TypeOnly, ref MemoryMarshal.GetReference(answer)) != 0)
        {
            return false; // It vanished or may not be looked at; opening it will say so.
        }

        int type = BinaryPrimitives.ReadUInt16LittleEndian(answer[ModeOffset..]) & TypeMask;
        return type is not (RegularType or DirectoryType);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte answer);
}
