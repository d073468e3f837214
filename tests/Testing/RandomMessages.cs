using System.Collections;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace TensorBoardFormats.Testing;

/// <summary>Messages with random content, from their descriptors.</summary>
public static class RandomMessages
{
    private static readonly string[] Words = ["", "a", "Größe", "\t\"quoted\"\\", "中文 \U0001F600", "it's", "line\r\nfeed\0", "mnistembedding:0", "\u007F\u0085"];
    private static readonly double[] Numbers =
        [0, 1, -1, 0.1, 1.0 / 3, 1e15, 1e16, 1e17, 123456789012345678, 1e-4, 9.9e-5, 1e100, 5e-324, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>A message of this type; deeper ones become rarer.</summary>
    public static IMessage Create(MessageDescriptor type, Random random, int depth = 0)
    {
        IMessage message = type.Parser.ParseFrom([]);
        foreach (FieldDescriptor field in type.Fields.InFieldNumberOrder())
        {
            bool isMessage = field.FieldType == FieldType.Message;
            if (random.NextDouble() > (isMessage ? 0.75 - (0.15 * depth) : 0.6))
            {
                continue;
            }

            int count = 1 + random.Next(3);
            if (field.IsMap)
            {
                IDictionary map = (IDictionary)field.Accessor.GetValue(message);
                for (int i = 0; i < count; i++)
                {
                    map[Value(field.MessageType.FindFieldByNumber(1), random, depth)] = Value(field.MessageType.FindFieldByNumber(2), random, depth);
                }
            }
            else if (field.IsRepeated)
            {
                IList list = (IList)field.Accessor.GetValue(message);
                for (int i = 0; i < count; i++)
                {
                    list.Add(Value(field, random, depth));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, random, depth));
            }
        }

        return message;
    }

    private static object Value(FieldDescriptor field, Random random, int depth) => field.FieldType switch
    {
        FieldType.Bool => random.Next(2) == 1,
        FieldType.Double => Number(random),
        FieldType.Float => (float)Number(random),
        FieldType.String => Words[random.Next(Words.Length)] + random.Next(100),
        FieldType.Bytes => ByteString.CopyFrom(RandomBytes(random)),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Whole(random),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Whole(random),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Whole(random),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number),
        FieldType.Message => Create(field.MessageType, random, depth + 1),
        _ => Whole(random),
    };

    private static double Number(Random random) => random.Next(3) switch
    {
        0 => Numbers[random.Next(Numbers.Length)],
        1 => BitConverter.Int64BitsToDouble(random.NextInt64()),
        _ => random.Next(-100_000, 100_000) / 1000.0 + 0.0, // No -0: C# leaves it out of the bytes.
    };

    private static long Whole(Random random) => random.Next(3) switch { 0 => random.Next(10), 1 => random.NextInt64(), _ => -random.NextInt64() };

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = random.Next(2) == 0 ? Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]) : new byte[random.Next(20)];
        random.NextBytes(bytes.AsSpan(0, bytes.Length / 2));
        return bytes;
    }
}
