"""What a monitor and the operator's page see of the register."""
