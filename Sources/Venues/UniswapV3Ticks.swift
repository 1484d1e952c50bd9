public import Numerics

/// `TickMath`: the square root of 1.0001 to the power of a tick, as Q64.96, and back.
public enum UniswapV3Ticks {
    public static let least: Int32 = -887_272
    public static let greatest: Int32 = 887_272

    public static let leastRoot: UInt256 = 4_295_128_739
    public static let greatestRoot: UInt256 =
        1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342

    /// `getSqrtRatioAtTick`: rounded up from Q128.128.
    static func root(at tick: Int32) throws(UniswapV3Fault) -> UInt256 {
        guard (least...greatest).contains(tick) else { throw .error("T") }
        guard tick != 0 else { return UniswapV3Arithmetic.q96 }
        var bits = tick.magnitude
        var power = factors[bits.trailingZeroBitCount]
        bits &= bits &- 1
        while bits != 0 {
            power = power.multipliedFullWidth(by: factors[bits.trailingZeroBitCount]).high
            bits &= bits &- 1
        }
        var ratio = UInt256(power)
        if tick > 0 { ratio = UInt256.max / ratio }
        let isWhole = ratio.limbs.0 & 0xFFFF_FFFF == 0
        return (ratio >> 32) &+ (isWhole ? .zero : .one)
    }

    /// `getTickAtSqrtRatio`: the greatest tick whose root is not above this one.
    static func tick(at root: UInt256) throws(UniswapV3Fault) -> Int32 {
        guard leastRoot <= root, root < greatestRoot else { throw .error("R") }
        // The binary logarithm to fourteen digits behind the point, by repeated squaring.
        let ratio = root << 32
        let top = 255 - ratio.leadingZeroBitCount
        var normal = top >= 128 ? ratio >> (top - 127) : ratio << (127 - top)
        var logarithm = Int256(top - 128) << 64
        for bit in stride(from: 63, through: 50, by: -1) {
            normal = (normal &* normal) >> 127
            let carry = normal >> 128
            logarithm |= Int256(bitPattern: carry << bit)
            if carry == .one { normal = normal >> 1 }
        }
        let inTicks = logarithm &* 255_738_958_999_603_826_347_141
        let low = (inTicks &- 3_402_992_956_809_132_418_596_140_100_660_247_210) >> 128
        let high = (inTicks &+ 291_339_464_771_989_622_907_027_621_153_398_088_495) >> 128
        let (lowTick, highTick) = (Int32(truncatingIfNeeded: low), Int32(truncatingIfNeeded: high))
        guard lowTick != highTick else { return lowTick }
        return try self.root(at: highTick) <= root ? highTick : lowTick
    }

    /// 1 / 1.0001^(2^bit / 2) as Q0.128.
    private static let factors: [20 of UInt128] = [
        0xfffc_b933_bd6f_ad37_aa2d_162d_1a59_4001,
        0xfff9_7272_373d_4132_59a4_6990_580e_213a,
        0xfff2_e50f_5f65_6932_ef12_357c_f3c7_fdcc,
        0xffe5_caca_7e10_e4e6_1c36_24ea_a094_1cd0,
        0xffcb_9843_d60f_6159_c9db_5883_5c92_6644,
        0xff97_3b41_fa98_c081_472e_6896_dfb2_54c0,
        0xff2e_a164_66c9_6a38_43ec_78b3_26b5_2861,
        0xfe5d_ee04_6a99_a2a8_11c4_61f1_969c_3053,
        0xfcbe_86c7_900a_88ae_dcff_c83b_479a_a3a4,
        0xf987_a725_3ac4_1317_6f2b_074c_f781_5e54,
        0xf339_2b08_22b7_0005_940c_7a39_8e4b_70f3,
        0xe715_9475_a2c2_9b74_43b2_9c7f_a6e8_89d9,
        0xd097_f3bd_fd20_22b8_845a_d8f7_92aa_5825,
        0xa9f7_4646_2d87_0fdf_8a65_dc1f_90e0_61e5,
        0x70d8_69a1_56d2_a1b8_90bb_3df6_2baf_32f7,
        0x31be_135f_97d0_8fd9_8123_1505_542f_cfa6,
        0x09aa_508b_5b7a_84e1_c677_de54_f3e9_9bc9,
        0x005d_6af8_dedb_8119_6699_c329_225e_e604,
        0x0000_2216_e584_f5fa_1ea9_2604_1bed_fe98,
        0x0000_0000_048a_1703_91f7_dc42_444e_8fa2,
    ]
}
