package io.vmloom.machine.vmx;

import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Nic;
import io.vmloom.machine.SoundModel;
import java.util.Map;

/** VMware's words for devices, and what each of them is. */
final class VmxWords {
    static final Map<String, Controller.Model> SCSI = Map.of(
            "lsilogic", Controller.Model.LSILOGIC,
            "lsisas1068", Controller.Model.LSISAS1068,
            "buslogic", Controller.Model.BUSLOGIC,
            "pvscsi", Controller.Model.PVSCSI);

    static final Map<String, Nic.Model> NICS = Map.of(
            "e1000", Nic.Model.E1000,
            "e1000e", Nic.Model.E1000E,
            "vmxnet", Nic.Model.VMXNET,
            "vmxnet2", Nic.Model.VMXNET2,
            "vmxnet3", Nic.Model.VMXNET3,
            "vlance", Nic.Model.PCNET);

    static final Map<String, SoundModel> SOUND = Map.of(
            "sb16", SoundModel.SB16,
            "es1371", SoundModel.ES1371,
            "hdaudio", SoundModel.HDA);

    static final Map<String, DiskMode> MODES = Map.of(
            "persistent", DiskMode.PERSISTENT,
            "independent-persistent", DiskMode.INDEPENDENT_PERSISTENT,
            "independent-nonpersistent", DiskMode.INDEPENDENT_NONPERSISTENT);

    private VmxWords() {}
}
